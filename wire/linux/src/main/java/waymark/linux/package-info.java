/**
 * System calls of Linux as typed Java, without native code of our own.
 *
 * <p>The one place with foreign calls: everything goes through the package-private {@link
 * waymark.linux.SystemCalls}. Beyond it there are only objects that own a descriptor ({@link
 * waymark.linux.LinuxSocket}, {@link waymark.linux.InternetSocket}, {@link waymark.linux.Wakeup}),
 * memory that the kernel may fill ({@link waymark.linux.NativeBuffer}, {@link
 * waymark.linux.DatagramBatch}), values, and what proc(5) shows ({@link waymark.linux.TcpTable}). A
 * call that the kernel refuses is a {@link waymark.linux.LinuxException}; a call that would block
 * is a value. Interrupted calls are repeated.
 *
 * <p>A thread that waits in one of these calls holds its carrier: use platform threads. It knows
 * nothing of netlink messages or of Waymark.
 */
package waymark.linux;
