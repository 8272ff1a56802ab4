/** Packets, questions, answers and the streams that carry them. */
package waymark.dns;
