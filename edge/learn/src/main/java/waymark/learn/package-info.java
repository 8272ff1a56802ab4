/**
 * What rules match from files and URLs: the networks of countries and autonomous systems, and lists
 * of names and networks.
 *
 * <pre>
 *  country file ──▶ CountryDatabase ──▶ minimal networks per country or system number
 *
 *  list file ───────────────┐
 *  URL ──▶ Download ──▶ checked ──▶ KeptList (the last good one) ──▶ ListFormat ──▶ ListContent
 *
 *  Sources: what each rule matches by all of these, and the faults of rules whose sources failed
 *  Refresher: refreshes what is due, and reports changes and failures
 * </pre>
 *
 * <p>External content is used only after it was read completely: an invalid file or download is
 * rejected with a reason, and the previous version stays in use. Invalid bytes cause nothing but a
 * {@link waymark.learn.LearnException}, and allocations are bounded by the size of the input.
 * Nothing here knows the engine or the kernel.
 */
package waymark.learn;
