/**
 * The path of an answer: from the kernel's queue through the engine and back.
 *
 * <pre>
 *  EngineLoop ─▶ Capture ─┬─ NFLOG: copies ───────────────┬─▶ DnsIntake ─▶ Engine.learn ─▶ Need
 *                         └─ NFQUEUE: HeldAnswers ────────┘
 *                                        │ Need: COMMIT
 *                                        ▼
 *                             Engine.commit ─▶ plane ─▶ HeldAnswers: verdict to the kernel
 *                             HoldDeadline: verdict when the commit takes too long
 * </pre>
 *
 * <p>{@code EngineLoop} is the engine's thread. {@code HeldAnswers} releases or drops a held
 * answer; {@code Need} says what an answer waits for.
 */
package waymark.kernel.capture;
