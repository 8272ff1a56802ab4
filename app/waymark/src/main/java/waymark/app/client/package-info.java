/** How commands find the running daemon and ask it. */
package waymark.app.client;
