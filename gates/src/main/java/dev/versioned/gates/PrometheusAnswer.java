package dev.versioned.gates;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to an instant query.
 *
 * @param samples one value for each series
 */
record PrometheusAnswer(List<Sample> samples) {
  /**
   * The value of a series.
   *
   * @param series its labels, as text
   * @param value the value, which may be NaN or infinite
   */
  record Sample(String series, double value) {}

  /**
   * Parses an answer.
   *
   * @throws IOException if it is not one, or reports an error
   */
  static PrometheusAnswer parse(HttpFetch.Answer answer) throws IOException {
    JsonNode root;
    try {
      root = answer.json();
    } catch (IOException e) {
      throw new IOException("status " + answer.status() + ", not JSON", e);
    }
    if (!answer.isSuccess() || !root.path("status").asText().equals("success")) {
      String error = root.path("error").asText();
      throw new IOException(
          "status " + answer.status() + (error.isEmpty() ? "" : ": " + Reason.shorten(error)));
    }
    JsonNode result = root.path("data").path("result");
    String type = root.path("data").path("resultType").asText();
    return switch (type) {
      case "scalar" -> new PrometheusAnswer(List.of(new Sample("", value(result))));
      case "vector" -> vector(result);
      default ->
          throw new IOException(
              "the result is a '" + Reason.shorten(type) + "'; query a vector or a scalar");
    };
  }

  private static PrometheusAnswer vector(JsonNode result) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (JsonNode series : result) {
      JsonNode labels = series.path("metric");
      samples.add(
          new Sample(labels.isEmpty() ? "" : labels.toString(), value(series.path("value"))));
    }
    return new PrometheusAnswer(samples);
  }

  private static double value(JsonNode pair) throws IOException {
    String text = pair.path(1).asText();
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> parsed(text);
    };
  }

  private static double parsed(String text) throws IOException {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IOException("a sample has no value; query numbers, not histograms", e);
    }
  }
}
