/**
 * Measurements, and the programs and networks that they need.
 *
 * <p>A new one implements {@link waymark.bench.Measurement} and gets a name in {@code Bench};
 * {@code bench/run} lists the names too.
 */
package waymark.bench;
