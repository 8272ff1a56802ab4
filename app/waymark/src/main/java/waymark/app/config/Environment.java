package waymark.app.config;

import java.util.Map;

/**
 * Replaces {@code ${NAME}} by the environment variable of that name. A value that was inserted is
 * not replaced again. {@code $${NAME}} stands for the text {@code ${NAME}} itself.
 */
record Environment(Map<String, String> variables, Findings findings) {
  Value replace(Value.Text value, String path) {
    String text = value.text();
    if (!text.contains("${")) {
      return value;
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
      if (at > from && text.charAt(at - 1) == '$') {
        out.append(text, from, at - 1).append("${");
        from = at + 2;
        continue;
      }
      int end = text.indexOf('}', at);
      String name = end < 0 ? "" : text.substring(at + 2, end);
      if (!isName(name)) {
        findings.add(
            value.place(),
            path,
            "has ${ without a variable's name and }",
            "${NAME}, or $${ for the two characters ${");
        return new Value.Broken(value.place());
      }
      String variable = variables.get(name);
      if (variable == null) {
        findings.add(
            value.place(),
            path,
            "uses ${" + name + "}, which is not set",
            "the environment variable " + name);
        return new Value.Broken(value.place());
      }
      out.append(text, from, at).append(variable);
      from = end + 1;
    }
    return new Value.Text(
        value.place(), out.append(text, from, text.length()).toString(), Value.Form.REPLACED);
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
