package dev.versioned.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element of HTML or SVG, or text. There is no way to write text, or the value of an attribute,
 * without escaping it; no scripts and styles in the page; and no address but a {@link Link}.
 *
 * <p>Characters that are not seen but change how other text is shown, such as marks of the writing
 * direction, are written visibly, as {@code \}{@code u202e}.
 */
final class Html {
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9-]*");
  private static final Set<String> VOID = Set.of("meta", "link", "input", "br", "hr");
  private static final Set<String> ADDRESSES = Set.of("href", "src", "action");

  private final String tag;
  private final String text;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Html> children = new ArrayList<>();

  private Html(String tag, String text) {
    this.tag = tag;
    this.text = text;
  }

  /** Returns text. */
  static Html text(Object text) {
    return new Html("", text.toString());
  }

  /**
   * Returns an element.
   *
   * @param tag its name
   * @param content its content: elements, and any other objects as text
   */
  static Html of(String tag, Object... content) {
    if (!NAME.matcher(tag).matches() || tag.equals("style")) {
      throw new IllegalArgumentException("Cannot make an element '" + tag + "'");
    }
    return new Html(tag, "").add(content);
  }

  /** Adds content: elements, lists of them, and any other objects as text. */
  Html add(Object... content) {
    for (Object part : content) {
      if (part instanceof Html html) {
        if (tag.equals("script") || VOID.contains(tag)) {
          throw new IllegalArgumentException("Cannot add to an element '" + tag + "'");
        }
        children.add(html);
      } else if (part instanceof List<?> list) {
        list.forEach(this::add);
      } else {
        add(text(part));
      }
    }
    return this;
  }

  /** Sets an attribute, which is no address and no code. */
  Html attr(String name, Object value) {
    if (ADDRESSES.contains(name)
        || name.startsWith("on")
        || name.equals("style")
        || name.equals("srcdoc")) {
      throw new IllegalArgumentException("Cannot set the attribute '" + name + "' to text");
    }
    return set(name, value.toString());
  }

  /** Sets an attribute that is an address. */
  Html link(String name, Link link) {
    return set(name, link.toString());
  }

  /** Sets the class. */
  Html css(String names) {
    return attr("class", names);
  }

  private Html set(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Cannot set an attribute '" + name + "'");
    }
    attributes.put(name, value);
    return this;
  }

  /** Returns the HTML. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    if (tag.isEmpty()) {
      escape(text, out);
      return;
    }
    out.append('<').append(tag);
    attributes.forEach(
        (name, value) -> {
          out.append(' ').append(name).append("=\"");
          escape(value, out);
          out.append('"');
        });
    out.append('>');
    if (!VOID.contains(tag)) {
      children.forEach(child -> child.write(out));
      out.append("</").append(tag).append('>');
    }
  }

  private static void escape(String text, StringBuilder out) {
    text.codePoints().forEach(c -> escape(c, out));
  }

  private static void escape(int c, StringBuilder out) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> {
        if (isHidden(c)) {
          for (char unit : Character.toChars(c)) {
            out.append(String.format("\\u%04x", (int) unit));
          }
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }

  /** The joiners of scripts and emoji, and the ends of lines, do no harm. */
  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      case Character.FORMAT -> c != 0x200c && c != 0x200d;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
      default -> false;
    };
  }
}
