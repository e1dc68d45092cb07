package dev.versioned.cli.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The object that a YAML or JSON file holds; JSON may have comments ({@code //} and {@code /*
 * *}{@code /}). A name may stand once in an object; YAML's anchors and several documents in one
 * file are refused.
 */
public final class Document {
  private static final int DEEPEST = 32;

  /** How the parser speaks of a place. */
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: .*?; line: (\\d+), column: (\\d+)\\]");

  private final String name;
  private final JsonParser parser;

  private Document(String name, JsonParser parser) {
    this.name = name;
    this.parser = parser;
  }

  /**
   * A value, and where it stands.
   *
   * @see Members
   * @see Scalar
   * @see Items
   */
  public sealed interface Value permits Members, Scalar, Items {

    /**
     * Returns where the value stands.
     *
     * @return file and line, such as {@code release.yaml:7}
     */
    String at();

    /**
     * Returns the value as the text of a plain value.
     *
     * @return the text
     * @throws DocumentException if it is an object, or null
     */
    String text();
  }

  /**
   * An object.
   *
   * @param at file and line
   * @param entries its names and values, in their order
   */
  public record Members(String at, List<Entry> entries) implements Value {
    /**
     * Makes an object; the list is copied.
     *
     * @param at file and line
     * @param entries its names and values
     */
    public Members {
      entries = List.copyOf(entries);
    }

    /**
     * Finds a value by its name.
     *
     * @param wanted the name
     * @return its value, if there is one
     */
    public Optional<Value> find(String wanted) {
      return entries.stream().filter(e -> e.name().equals(wanted)).map(Entry::value).findFirst();
    }

    @Override
    public String text() {
      throw new DocumentException(at, "a single value is wanted here, not an object");
    }
  }

  /** The kinds of plain values. */
  public enum Kind {
    /** Text. */
    STRING,
    /** A number. */
    NUMBER,
    /** True or false. */
    TRUTH,
    /** Null. */
    NULL
  }

  /**
   * A plain value.
   *
   * @param at file and line
   * @param kind its kind
   * @param raw it as it is written
   */
  public record Scalar(String at, Kind kind, String raw) implements Value {
    @Override
    public String text() {
      if (kind == Kind.NULL) {
        throw new DocumentException(at, "a value is wanted here, not null");
      }
      return raw;
    }
  }

  /**
   * A list, of which nothing is kept: no setting and no release has one, but what stands next to
   * them may.
   *
   * @param at file and line
   */
  public record Items(String at) implements Value {
    @Override
    public String text() {
      throw new DocumentException(at, "a list is not known here");
    }
  }

  /**
   * A name and its value.
   *
   * @param at file and line
   * @param name the name
   * @param value the value
   */
  public record Entry(String at, String name, Value value) {}

  /**
   * Reads a file: JSON if its name ends so, otherwise YAML.
   *
   * @param file the file
   * @return the object in it
   * @throws DocumentException if it holds something else
   * @throws UncheckedIOException if it cannot be read
   */
  public static Members read(Path file) {
    try {
      String text = Files.readString(file);
      return parse(file.getFileName().toString(), text);
    } catch (CharacterCodingException e) {
      throw new DocumentException(file.getFileName().toString(), "it is not UTF-8 text");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads text.
   *
   * @param name the file's name: JSON if it ends so, otherwise YAML
   * @param text what is in it
   * @return the object in it
   * @throws DocumentException if it holds something else
   */
  public static Members parse(String name, String text) {
    JsonFactory factory = name.endsWith(".json") ? json() : yaml();
    try (JsonParser parser = factory.createParser(withoutMark(text))) {
      return new Document(name, parser).whole();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new DocumentException(
          name + ":" + line,
          e.getOriginalMessage()
              .lines()
              .findFirst()
              .map(message -> SOURCE.matcher(message).replaceAll("line $1, column $2"))
              .orElse("it is not well formed"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  /** JSON as people keep it: with comments. */
  private static JsonFactory json() {
    return JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
  }

  /** YAML 1.2, where yes, no, on and off are text. */
  private static JsonFactory yaml() {
    return YAMLFactory.builder()
        .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
        .build();
  }

  /** Some editors begin a file with a byte order mark. */
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private Members whole() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new DocumentException(
          at(), "an object is wanted here, with a name and a value for each setting");
    }
    Members members = members(0);
    if (parser.nextToken() != null) {
      throw new DocumentException(at(), "there is something after the end of the object");
    }
    return members;
  }

  private Members members(int depth) throws IOException {
    String at = at();
    if (depth > DEEPEST) {
      throw new DocumentException(at, "objects are nested too deeply");
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String entryAt = at();
      String entry = parser.currentName();
      if (!names.add(entry)) {
        throw new DocumentException(entryAt, "'" + entry + "' stands here twice");
      }
      parser.nextToken();
      entries.add(new Entry(entryAt, entry, value(depth)));
    }
    return new Members(at, entries);
  }

  private Value value(int depth) throws IOException {
    if (parser instanceof YAMLParser yaml
        && (yaml.isCurrentAlias() || yaml.getObjectId() != null)) {
      throw new DocumentException(at(), "YAML's anchors are not known here");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(depth + 1);
      case VALUE_STRING -> new Scalar(at(), Kind.STRING, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(at(), Kind.NUMBER, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Scalar(at(), Kind.TRUTH, parser.getText());
      case VALUE_NULL -> new Scalar(at(), Kind.NULL, "null");
      case START_ARRAY -> items();
      default -> throw new DocumentException(at(), "a value is wanted here");
    };
  }

  private Items items() throws IOException {
    Items items = new Items(at());
    for (int depth = 1; depth > 0; ) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new DocumentException(items.at(), "the list that begins here has no end");
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return items;
  }

  private String at() {
    return name + ":" + parser.currentTokenLocation().getLineNr();
  }
}
