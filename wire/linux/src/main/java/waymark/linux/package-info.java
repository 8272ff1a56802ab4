/**
 * System calls of Linux as typed Java, without native code of our own.
 *
 * <p>This module alone makes foreign calls: all go through the package-private {@link
 * waymark.linux.SystemCalls}. The other classes are objects that own a descriptor ({@link
 * waymark.linux.LinuxSocket}, {@link waymark.linux.InternetSocket}, {@link waymark.linux.Wakeup}),
 * memory that the kernel may fill ({@link waymark.linux.NativeBuffer}, {@link
 * waymark.linux.DatagramBatch}), values, and what proc(5) shows ({@link waymark.linux.TcpTable}). A
 * refused call throws a {@link waymark.linux.LinuxException}; a call that would block returns a
 * value. Interrupted calls are repeated.
 *
 * <p>A virtual thread that waits in one of these calls holds its carrier: use platform threads. The
 * module knows nothing of netlink messages or of Waymark.
 */
package waymark.linux;
