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
 * here asks the kernel, for example whether an interface exists.
 *
 * <p>This code runs at every start. It has no reflection. For a file without problems it runs no
 * stream, no lambda, no pattern switch and no generated {@code equals} or {@code hashCode}, because
 * each costs milliseconds on its first run. Exceptions are keys that few files have: {@code check},
 * {@code lists}, {@code asn}, {@code api}, and {@code plane} with settings.
 */
@NullMarked
package waymark.app.config;

import org.jspecify.annotations.NullMarked;
