/** What commands print: tables, explanations, plans, the full-screen view. */
package waymark.app.view;
