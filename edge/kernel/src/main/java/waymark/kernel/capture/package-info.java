/**
 * The path of an answer: from the kernel's queue through the engine and back.
 *
 * <pre>
 *  EngineLoop ─▶ Capture ─┬─ NFLOG: copies ───────────────┬─▶ DnsIntake ─▶ AnswerLearner
 *                         └─ NFQUEUE: HeldAnswers ────────┘                      │
 *                                        │ Need: COMMIT                   Engine.learn
 *                                        ▼
 *                             Engine.commit ─▶ plane ─▶ HeldAnswers: verdict to the kernel
 *                                        │ takes long
 *                                        ▼
 *                             Turn ─▶ StandIn: reads on, and decides by deadline
 * </pre>
 *
 * <p>Whoever reads the queue renews the {@code Hold}, without which the kernel queues no answers.
 *
 * <p>{@code EngineLoop} is the engine's thread. {@code HeldAnswers} releases or drops a held
 * answer; {@code Need} says what an answer waits for. Nothing here may take long: what does is a
 * job of the control thread, and answers that need a commit meanwhile wait until their deadline.
 */
package waymark.kernel.capture;
