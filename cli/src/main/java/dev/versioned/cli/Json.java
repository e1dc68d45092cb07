package dev.versioned.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists and streams as JSON, in their order; a stream is written as it is read, so
 * that a long list needs no memory.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int HELD_BACK = 1 << 20;

  private Json() {}

  /**
   * Writes one value and the end of the line. If the stream fails, nothing of a short answer is
   * written, and a long one stays unclosed, so that no reader takes it for the whole.
   */
  static void write(PrintStream out, Object value) {
    write(out, value, true);
  }

  /** Writes one value on one line, and the end of the line. */
  static void writeLine(PrintStream out, Object value) {
    write(out, value, false);
  }

  private static void write(PrintStream out, Object value, boolean pretty) {
    BufferedOutputStream buffer = new BufferedOutputStream(out, HELD_BACK);
    Writer escaped = new JsonEscapes(new OutputStreamWriter(buffer, StandardCharsets.UTF_8));
    try (JsonGenerator json = FACTORY.createGenerator(escaped)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      if (pretty) {
        json.useDefaultPrettyPrinter();
      }
      value(json, value);
      json.flush();
      escaped.write('\n');
      escaped.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the answer: " + e.getMessage(), e);
    }
  }

  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        value(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Supplier<?> later) {
      value(json, later.get());
    } else if (value instanceof Stream<?> stream) {
      array(json, stream.iterator());
    } else if (value instanceof Collection<?> list) {
      array(json, list.iterator());
    } else if (value instanceof Integer || value instanceof Long) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      json.writeString(value.toString());
    }
  }

  private static void array(JsonGenerator json, Iterator<?> items) throws IOException {
    json.writeStartArray();
    while (items.hasNext()) {
      value(json, items.next());
    }
    json.writeEndArray();
  }
}
