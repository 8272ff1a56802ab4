/**
 * The path of an answer: from the kernel's queue through the engine and back.
 *
 * <pre>
 *  NFLOG, NFQUEUE ─▶ Capture ─▶ DnsIntake ─▶ Engine ─▶ plane ─▶ Capture: the verdict
 *                    HoldDeadline: what waits too long
 * </pre>
 *
 * <p>{@link waymark.kernel.capture.EngineLoop} is the engine's thread.
 */
package waymark.kernel.capture;
