/**
 * What a host keeps on disk, below the folder {@code state}: leases for a restart, and values that
 * must be restored.
 *
 * <pre>
 *  leases.7.snapshot   every lease at one moment, complete or not there (renamed into place)
 *  leases.7.log        what happened since, a line an event
 *  leases.8.log        the next one, while its snapshot is being written
 *  *.kept              small maps: the number of each link, the marks, kernel settings as they were
 * </pre>
 *
 * <p>An incomplete last line, as after kill -9, is ignored. Nothing here knows the kernel.
 */
package waymark.state;
