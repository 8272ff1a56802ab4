/**
 * What a user writes, {@code waymark.yaml}, made into values the program can be built from.
 *
 * <pre>
 * file ─ text ─▶ Yaml ─ values with places ─▶ Document ─▶ Configuration
 *                  └────────── problems ─────────┴──────▶ Problems (all of them, in the file's order)
 * </pre>
 *
 * Nothing here is thrown at the user one by one: {@link waymark.app.config.Loaded} is either a
 * whole configuration or every problem found. Only {@code Yaml} knows the YAML library; nothing
 * here knows the kernel, so whether an interface exists is not asked. It is on the start-up path:
 * no reflection, no streams; and on a path without problems no lambda, no pattern switch and no
 * generated {@code equals} or {@code hashCode}, each of which costs milliseconds when it first
 * runs.
 */
@NullMarked
package waymark.app.config;

import org.jspecify.annotations.NullMarked;
