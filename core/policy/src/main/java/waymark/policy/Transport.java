package waymark.policy;

/** The protocols that have ports. */
public enum Transport {
  TCP,
  UDP
}
