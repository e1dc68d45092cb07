package dev.versioned.s3dynamo;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, lists and texts as JSON, indented. */
final class Json {
  private Json() {}

  static String of(Object value) {
    return of(value, "");
  }

  private static String of(Object value, String indent) {
    String inner = indent + "  ";
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(one -> inner + quoted(one.getKey()) + ": " + of(one.getValue(), inner))
          .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
    } else if (value instanceof Collection<?> list) {
      boolean texts = list.stream().allMatch(String.class::isInstance);
      return texts
          ? list.stream().map(Json::quoted).collect(Collectors.joining(", ", "[", "]"))
          : list.stream()
              .map(one -> inner + of(one, inner))
              .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
    }
    return quoted(value);
  }

  private static String quoted(Object text) {
    return "\"" + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
