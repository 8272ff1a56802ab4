package waymark.engine;

/** Is told what happens, on the engine's thread and between an answer and its release. */
public interface EventSink {

  /** Takes it down at once: no waiting, no writing. */
  void tell(Event event);
}
