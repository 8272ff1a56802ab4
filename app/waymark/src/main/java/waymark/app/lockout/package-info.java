/** Whether a policy would cut off the session that puts it in force. */
package waymark.app.lockout;
