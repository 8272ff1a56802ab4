package waymark.netlink;

import waymark.linux.Errno;

/**
 * Error numbers of ipset's own, from 4096: {@code IPSET_ERR_*} of {@code
 * linux/netfilter/ipset/ip_set.h} and, from 4352, of {@code ip_set_hash.h}.
 */
final class IpsetError {
  static final int EXIST = 4103;
  private static final int BUSY = 4100;

  private IpsetError() {}

  /** Whether a set is in use: by a rule, by another set, or by a process that lists it. */
  static boolean isBusy(int errno) {
    return errno == BUSY || errno == Errno.EBUSY;
  }

  /** The meaning of the error; empty for most system errors. */
  static String text(int errno) {
    return switch (errno) {
      case Errno.EBUSY -> "another process lists the set";
      case 4097 -> "the kernel speaks another version of the ipset protocol";
      case 4098 -> "the kernel does not know this set type (module missing?)";
      case 4099 -> "the kernel's limit of sets is reached";
      case BUSY -> "the set is in use by a rule or another set, or another process lists it";
      case 4101 -> "a set of the second name exists already";
      case 4102 -> "the sets are of different types";
      case EXIST -> "the entry is there already, or is not there";
      case 4104 -> "the prefix length does not fit the family, or is 0";
      case 4105 -> "the netmask is not valid";
      case 4106 -> "the address family does not fit the set";
      case 4107 -> "the set was made without timeouts";
      case 4108 -> "the set is in use by a rule or another set";
      case 4109 -> "an IPv4 address is expected";
      case 4110 -> "an IPv6 address is expected";
      case 4111 -> "the set was made without counters";
      case 4112 -> "the set was made without comments";
      case 4113 -> "the mark mask is not valid";
      case 4114 -> "the set was made without skbinfo";
      case 4352 -> "the set is full";
      case 4353 -> "the entry is not valid (0.0.0.0 and :: cannot be held)";
      case 4354 -> "the protocol is not valid";
      case 4355 -> "the protocol is missing";
      case 4356 -> "ranges are not supported for this family";
      case 4357 -> "the range is not valid";
      default -> errno >= 4096 ? "ipset error " + errno : "";
    };
  }
}
