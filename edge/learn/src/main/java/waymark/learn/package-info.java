/**
 * What rules match, out of files and URLs: the networks of countries and autonomous systems, and
 * lists of names and networks.
 *
 * <pre>
 *  country file ──▶ CountryDatabase ──▶ minimal networks a country or number
 *
 *  list file ───────────────┐
 *  URL ──▶ Download ──▶ checked ──▶ KeptList (the last good one) ──▶ ListFormat ──▶ ListContent
 *
 *  Sources: what each rule gets of all these, and the faults that keep one from being carried out
 *  Refresher: when what is due; tells of what changed and of what was refused
 * </pre>
 *
 * <p>Nothing that comes from outside is believed before it is read whole: a file or a download that
 * is broken is refused with a reason, and what was there before stays. Bytes can make nothing
 * happen but a {@link waymark.learn.LearnException}; what is allocated is bounded by the size of
 * the input. Nothing here knows the engine or the kernel.
 */
package waymark.learn;
