/** Settings of the kernel's side and the values that it reports. Exported. */
package waymark.kernel.model;
