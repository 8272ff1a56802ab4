/** Numbers, times, lists and spelling as people read and write them. */
package waymark.app.text;
