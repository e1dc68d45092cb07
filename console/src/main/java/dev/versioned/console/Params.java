package dev.versioned.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query or a form.
 *
 * @param values their values; of repeated parameters the first
 */
record Params(Map<String, String> values) {
  private static final int MOST = 50;

  Params {
    values = Map.copyOf(values);
  }

  /**
   * Parses parameters.
   *
   * @throws BadRequestException if they are too many, or not encoded as forms are
   */
  static Params parse(String encoded) {
    Map<String, String> values = new HashMap<>();
    for (String pair : encoded.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int at = pair.indexOf('=');
      String name = decode(at < 0 ? pair : pair.substring(0, at));
      values.putIfAbsent(name, at < 0 ? "" : decode(pair.substring(at + 1)));
      if (values.size() > MOST) {
        throw new BadRequestException("Cannot read the request: it has too many parameters");
      }
    }
    return new Params(values);
  }

  /** Decodes one part of an address. */
  static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(
          "Cannot read the request: its address or form is not encoded well");
    }
  }

  /** Returns a parameter that is not blank. */
  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** Returns a parameter, or an empty text. */
  String text(String name) {
    return find(name).orElse("");
  }

  /**
   * Returns a parameter.
   *
   * @throws BadRequestException if it is missing or blank
   */
  String required(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new BadRequestException(
                    "Cannot read the form: the field '" + name + "' is empty; fill it in"));
  }

  /**
   * Returns a parameter that is a whole number.
   *
   * @throws BadRequestException if it is missing, or no whole number
   */
  long number(String name) {
    String text = required(name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new BadRequestException(
          "Cannot read the field '" + name + "': it must be a whole number");
    }
  }
}
