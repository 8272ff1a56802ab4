/** The parts of the operating system that are not netlink: commands, sysctls, locks, clocks. */
package waymark.kernel.system;
