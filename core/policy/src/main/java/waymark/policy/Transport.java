package waymark.policy;

/** A protocol with ports. */
public enum Transport {
  TCP,
  UDP
}
