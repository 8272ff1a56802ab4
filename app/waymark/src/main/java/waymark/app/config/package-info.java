/**
 * Reads {@code waymark.yaml} into a configuration that the program can be built from.
 *
 * <pre>
 * file ─ text ─▶ Yaml ─ values with places ─▶ Document ─▶ Configuration
 *                  └────────── problems ─────────┴──────▶ Problems (all of them, in the file's order)
 * </pre>
 *
 * <p>Problems are reported all together: {@link waymark.app.config.Loaded} is either a whole
 * configuration or every problem of the file. Only {@code Yaml} knows the YAML library. Nothing
 * here knows the kernel, so nothing asks whether an interface exists.
 *
 * <p>This code runs at every start. It has no reflection. For a file without problems, the common
 * keys run no stream, no lambda, no pattern switch and no generated {@code equals} or {@code
 * hashCode}, because each costs milliseconds on its first run.
 */
@NullMarked
package waymark.app.config;

import org.jspecify.annotations.NullMarked;
