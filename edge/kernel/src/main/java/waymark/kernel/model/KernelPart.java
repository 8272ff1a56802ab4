package waymark.kernel.model;

/** A part of our state in the kernel, as events, metrics and the log call it. */
public enum KernelPart {
  TABLE("the table inet waymark"),
  CHAINS("the chains of inet waymark"),
  SETS("the sets of inet waymark"),
  RULES("the rules of inet waymark"),
  ELEMENTS("the elements of inet waymark"),
  LEARNED_ADDRESSES("the learned addresses"),
  STATIC_NETWORKS("the static networks"),
  IPTABLES("the chains of iptables"),
  IP_SETS("the IP sets"),
  DECIDED_ROUTES("the decided routes"),
  LINK_ROUTES("the links' rules and routes"),
  SETTINGS("the settings of the kernel");

  private final String words;

  KernelPart(String words) {
    this.words = words;
  }

  /** For people. */
  @Override
  public String toString() {
    return words;
  }
}
