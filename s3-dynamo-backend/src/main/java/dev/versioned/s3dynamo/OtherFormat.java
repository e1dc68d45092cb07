package dev.versioned.s3dynamo;

import dev.versioned.spi.ItemValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads values of types that no record uses, and writes them when an item is copied. */
final class OtherFormat {
  private static final String SEPARATOR = ",";

  private OtherFormat() {}

  static ItemValue read(AttributeValue value) {
    String text =
        switch (value.type()) {
          case N -> value.n();
          case BOOL -> value.bool().toString();
          case NUL -> value.nul().toString();
          case B -> base64(value.b());
          case NS -> String.join(SEPARATOR, sorted(value.ns().stream()));
          case SS -> String.join(SEPARATOR, sorted(value.ss().stream().map(OtherFormat::base64)));
          case BS -> String.join(SEPARATOR, sorted(value.bs().stream().map(OtherFormat::base64)));
          default ->
              throw new IllegalArgumentException(
                  "Cannot read a value of type "
                      + value.type()
                      + ": the type is unknown; use a newer version of the library");
        };
    return new ItemValue.Other(value.type().toString(), text);
  }

  static AttributeValue write(ItemValue.Other value) {
    String text = value.text();
    return switch (AttributeValue.Type.valueOf(value.type())) {
      case N -> AttributeValue.fromN(text);
      case BOOL -> AttributeValue.fromBool(Boolean.valueOf(text));
      case NUL -> AttributeValue.fromNul(Boolean.valueOf(text));
      case B -> AttributeValue.fromB(bytes(text));
      case NS -> AttributeValue.fromNs(parts(text).toList());
      case SS ->
          AttributeValue.fromSs(parts(text).map(part -> bytes(part).asUtf8String()).toList());
      case BS -> AttributeValue.fromBs(parts(text).map(OtherFormat::bytes).toList());
      default ->
          throw new IllegalArgumentException("Cannot store " + value + ": its type is unknown");
    };
  }

  /** Sorts a set's elements: sets have no order, but equal sets must have equal texts. */
  private static List<String> sorted(Stream<String> parts) {
    return parts.sorted().toList();
  }

  private static Stream<String> parts(String text) {
    return Stream.of(text.split(SEPARATOR, -1));
  }

  private static String base64(String text) {
    return base64(SdkBytes.fromString(text, StandardCharsets.UTF_8));
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArray());
  }

  private static SdkBytes bytes(String base64) {
    return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64));
  }
}
