package dev.versioned.mutations;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A change of code, described by its structure and not by its text. */
@FunctionalInterface
interface Change {

  /**
   * The replacement of a part of a file.
   *
   * @param file the file
   * @param start where the part begins
   * @param end where it ends
   * @param text the new text of the part
   * @param others the rules whose code is copied from elsewhere
   */
  record Edit(SourceFile file, int start, int end, String text, Set<String> others) {
    static Edit replace(Place place, String text) {
      SourceFile file = place.file();
      return new Edit(file, file.start(place.tree()), file.end(place.tree()), text, Set.of());
    }

    private Edit with(Set<String> copied) {
      return new Edit(file, start, end, text, copied);
    }

    String apply() {
      return file.text().substring(0, start) + text + file.text().substring(end);
    }
  }

  Edit of(Place place);

  /** The condition is false; the original condition is not evaluated. */
  Change NEVER =
      place -> Edit.replace(place.condition(), "(false && (" + place.condition().text() + "))");

  /** The condition is true; the original condition is not evaluated. */
  Change ALWAYS =
      place -> Edit.replace(place.condition(), "(true || (" + place.condition().text() + "))");

  /** The branch whose block begins here is never taken. */
  Change BRANCH_NEVER = place -> NEVER.of(branch(place));

  /** The branch whose block begins here is always taken. */
  Change BRANCH_ALWAYS = place -> ALWAYS.of(branch(place));

  /** Removes a statement, a case, a link of a chain, an argument, or an operand after another. */
  Change DROP = Change::drop;

  /** Reduces {@code a && b && c} to {@code b && c}. */
  Change DROP_FIRST = Change::dropFirst;

  /** Reduces {@code a && b && c} to {@code a && b}. */
  Change DROP_LAST = place -> Edit.replace(place.binary(), place.left().text());

  /** Reduces {@code a.b().c()} to {@code a.b()}. */
  Change DROP_LAST_CALL = place -> Edit.replace(place.value(), place.receiver().text());

  /** Removes the {@code catch} whose block begins here. */
  Change DROP_CATCH =
      place -> {
        if (place.branch().tree() instanceof CatchTree) {
          return Edit.replace(place.branch(), "");
        }
        throw place.cannot("the first statement of a catch");
      };

  /** Throws what the {@code catch} whose block begins here has caught. */
  Change RETHROW =
      place -> {
        if (place.branch().tree() instanceof CatchTree handler) {
          String thrown = handler.getParameter().getName().toString();
          return Edit.replace(place, "if (true) { throw " + thrown + "; } " + place.text());
        }
        throw place.cannot("the first statement of a catch");
      };

  /** Swaps the two operands; or a statement and the next one. */
  Change SWAP = Change::swap;

  /** Makes an Optional or a stream empty. */
  Change NOTHING_IN_IT = by("$.filter(nothing -> false)");

  Change NULL = by("null");
  Change ZERO = by("0");
  Change EMPTY_OPTIONAL = by("java.util.Optional.empty()");
  Change EMPTY_LIST = by("java.util.List.of()");
  Change EMPTY_SET = by("java.util.Set.of()");

  /** Applies a change to an argument, counted from 1. */
  static Change argument(int number, Change change) {
    return place -> change.of(place.argument(number));
  }

  /** Applies a change to {@code a} in {@code a.b(c)}. */
  static Change receiver(Change change) {
    return place -> change.of(place.receiver());
  }

  /** Applies a change to the first of two operands. */
  static Change left(Change change) {
    return place -> change.of(place.left());
  }

  /** Replaces the operator between two operands. */
  static Change comparedBy(String operator) {
    return place -> {
      Place binary = place.value();
      if (!(binary.tree() instanceof BinaryTree)) {
        throw place.cannot("a comparison");
      }
      return Edit.replace(
          binary, binary.left().text() + " " + operator + " " + binary.right().text());
    };
  }

  /**
   * Replaces the value by other code. The code should not contain names of the library, since these
   * may change. It may contain the following parts of the original: {@code $}, all of it; {@code
   * $1}, an argument; {@code $r}, the receiver; {@code $0}, the call without its arguments. And of
   * the code that another rule is marked above: <code>{that-rule}</code>, all of it; <code>
   * {that-rule:0}</code> and so on, the same parts of it.
   */
  static Change by(String code) {
    Pattern part = Pattern.compile("\\$([0-9r]?)|\\{([a-z0-9-]+)(?::([0-9r]))?}");
    return place -> {
      Set<String> others = new TreeSet<>();
      String filled =
          part.matcher(code)
              .replaceAll(
                  found -> {
                    String other = found.group(2);
                    if (other == null) {
                      return Matcher.quoteReplacement(part(place, found.group(1)));
                    }
                    others.add(other);
                    String name = found.group(3) == null ? "" : found.group(3);
                    return Matcher.quoteReplacement(part(Place.of(other), name));
                  });
      return Edit.replace(place.value(), filled).with(others);
    };
  }

  private static String part(Place place, String name) {
    return switch (name) {
      case "" -> place.value().text();
      case "r" -> place.receiver().text();
      case "0" -> place.called();
      default -> place.argument(Integer.parseInt(name)).text();
    };
  }

  /** Calls the method of this name instead, one of the JDK, whose names do not change. */
  static Change called(String name) {
    return place ->
        Edit.replace(
            place.value(),
            place.receiver().text()
                + "."
                + name
                + place.value().text().substring(place.called().length()));
  }

  /** Replaces the code by a copy of the code that another rule is marked above. */
  static Change as(String rule) {
    return by("{" + rule + "}");
  }

  /** Moves the statement after a copy of the code that another rule is marked above. */
  static Change precededBy(String rule) {
    return place -> {
      String earlier = Place.of(rule).text();
      return Edit.replace(place, earlier + (earlier.endsWith(";") ? " " : "; ") + place.text())
          .with(Set.of(rule));
    };
  }

  private static Place branch(Place place) {
    if (place.branch().tree() instanceof IfTree) {
      return place.branch();
    }
    throw place.cannot("the first statement of an if");
  }

  private static Edit drop(Place place) {
    SourceFile file = place.file();
    if (place.operand() && place.parent().tree() instanceof BinaryTree) {
      return DROP_LAST.of(place);
    } else if (place.link()) {
      return DROP_LAST_CALL.of(place);
    } else if (place.tree() instanceof StatementTree || place.tree() instanceof CaseTree) {
      return Edit.replace(place, "");
    } else if (place.tree() instanceof ExpressionTree) {
      List<? extends Tree> all = place.siblings();
      int at = all.indexOf(place.tree());
      return at + 1 < all.size()
          ? new Edit(file, file.start(place.tree()), file.start(all.get(at + 1)), "", Set.of())
          : new Edit(
              file,
              at == 0 ? file.start(place.tree()) : file.end(all.get(at - 1)),
              file.end(place.tree()),
              "",
              Set.of());
    }
    throw place.cannot("something that can be dropped");
  }

  private static Edit dropFirst(Place place) {
    Place binary = place.binary();
    Tree.Kind kind = binary.tree().getKind();
    while (binary.left().tree().getKind() == kind) {
      binary = binary.left();
    }
    return Edit.replace(binary, binary.right().text());
  }

  private static Edit swap(Place place) {
    if (place.tree() instanceof StatementTree
        && !(place.condition().tree() instanceof BinaryTree)) {
      SourceFile file = place.file();
      return new Edit(
          file,
          file.start(place.tree()),
          file.end(place.next().tree()),
          place.next().text() + " " + place.text(),
          Set.of());
    }
    Place binary = place.binary();
    String operator =
        place
            .file()
            .text()
            .substring(
                place.file().end(place.left().tree()), place.file().start(place.right().tree()));
    return Edit.replace(binary, place.right().text() + operator + place.left().text());
  }
}
