/** Values of the engine and the kernel as records of the API. */
package waymark.app.toapi;
