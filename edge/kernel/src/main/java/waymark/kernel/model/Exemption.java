package waymark.kernel.model;

/** Why something may go to an address that no rule allows. */
public enum Exemption {
  /** Nothing may. */
  NONE,
  /** All: it is in a network of management. */
  MANAGEMENT,
  /** DNS: it is a name server that may be asked. */
  RESOLVER
}
