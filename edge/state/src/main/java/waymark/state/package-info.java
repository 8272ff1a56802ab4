/**
 * What a host keeps on disk, below the folder {@code state}: leases over a restart, and values that
 * must come back as they were.
 *
 * <pre>
 *  leases.7.snapshot   every lease at one moment, complete or not there (renamed into place)
 *  leases.7.log        what happened since, a line an event
 *  leases.8.log        the next one, while its snapshot is being written
 *  *.kept              small maps: the number of each link, kernel settings as they were
 * </pre>
 *
 * <p>A line that kill -9 cut short is passed over; all before it count. Nothing here knows the
 * kernel.
 */
package waymark.state;
