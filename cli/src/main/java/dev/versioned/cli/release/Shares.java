package dev.versioned.cli.release;

import dev.versioned.cli.document.Document.Entry;
import dev.versioned.cli.document.Document.Kind;
import dev.versioned.cli.document.Document.Members;
import dev.versioned.cli.document.Document.Scalar;
import dev.versioned.cli.document.DocumentException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How shares are written as numbers. Numbers below 1 are fractions, as in Lambda's API, and numbers
 * over 1 can only be of 100. Where one file has both, or a number is 1, both could be meant. The
 * shares of all versions of an alias together add up to 1 or to 100, which is clear.
 *
 * @param hundred where the file has a number over 1
 */
record Shares(Optional<Line> hundred) {
  /** More would be shown as so many zeros. */
  private static final int MOST_DIGITS = 100;

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  static Shares of(List<Line> lines) {
    return new Shares(
        lines.stream()
            .filter(l -> l.field() == Line.Field.VERSION2_PERCENTAGE)
            .filter(l -> l.scalar().kind() == Kind.NUMBER)
            .filter(l -> number(l.scalar()).compareTo(BigDecimal.ONE) > 0)
            .findFirst());
  }

  private static BigDecimal number(Scalar value) {
    try {
      BigDecimal number = new BigDecimal(value.raw());
      if (Math.abs((long) number.scale()) <= MOST_DIGITS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new DocumentException(value.at(), "'" + value.raw() + "' is not a decimal number");
  }

  /** Reads the share of a second version. */
  Weight weight(Line line) {
    Scalar value = line.scalar();
    if (value.kind() != Kind.NUMBER) {
      return NestedForm.at(line.at(), () -> Weight.parse(value.raw()));
    }
    BigDecimal number = number(value);
    int toOne = number.compareTo(BigDecimal.ONE);
    if (number.signum() > 0 && (toOne == 0 || (toOne < 0 && hundred.isPresent()))) {
      throw new DocumentException(
          line.at(),
          line.name()
              + " is "
              + value.raw()
              + ", which can be meant as "
              + plain(number.movePointRight(2))
              + "% (0 to 1) or as "
              + plain(number)
              + "% (0 to 100)"
              + (toOne == 0 ? "" : ", since " + hundred.orElseThrow().at() + " is of 0 to 100")
              + "; write \""
              + plain(number.movePointRight(2))
              + "%\" or \""
              + plain(number)
              + "%\"");
    }
    return basisPoints(value, toOne < 0 ? number.movePointRight(2) : number);
  }

  /** By its digits: a double would round what is no whole basis point. */
  private static Weight basisPoints(Scalar value, BigDecimal percent) {
    if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
      throw new DocumentException(
          value.at(),
          "Cannot use "
              + value.raw()
              + " as a share: it must be 0 to 100, or below 1 for a fraction");
    }
    BigDecimal points = percent.movePointRight(2).stripTrailingZeros();
    if (points.scale() > 0) {
      throw new DocumentException(
          value.at(),
          "Cannot use "
              + value.raw()
              + " as a share: it is not a whole number of basis points (0.01 %)");
    }
    return Weight.basisPoints(points.intValueExact());
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  /** Reads the shares of all versions of an alias, in the order of the file. */
  static Map<VersionNumber, Weight> all(Members shares, String alias) {
    Map<VersionNumber, Scalar> written = new LinkedHashMap<>();
    for (Entry entry : shares.entries()) {
      VersionNumber version = NestedForm.at(entry.at(), () -> VersionNumber.parse(entry.name()));
      if (!(entry.value() instanceof Scalar share)) {
        throw new DocumentException(entry.at(), "a share is wanted here, such as 0.1 or \"10%\"");
      }
      if (written.put(version, share) != null) {
        throw new DocumentException(entry.at(), "version " + version + " stands here twice");
      }
    }
    boolean units = written.values().stream().anyMatch(Shares::hasUnit);
    Map<VersionNumber, Weight> weights = new LinkedHashMap<>();
    if (units) {
      written.forEach(
          (version, share) ->
              weights.put(version, NestedForm.at(share.at(), () -> Weight.parse(share.raw()))));
    } else {
      BigDecimal sum =
          written.values().stream().map(Shares::number).reduce(BigDecimal.ZERO, BigDecimal::add);
      int places = sum.compareTo(BigDecimal.ONE) == 0 ? 2 : 0;
      if (places == 0 && sum.compareTo(HUNDRED) != 0) {
        throw new DocumentException(
            shares.at(),
            "the shares of " + alias + " add up to " + plain(sum) + ", and not to 1 or 100");
      }
      written.forEach(
          (version, share) ->
              weights.put(version, basisPoints(share, number(share).movePointRight(places))));
    }
    int total = weights.values().stream().mapToInt(Weight::basisPoints).sum();
    if (total != Weight.FULL) {
      throw new DocumentException(
          shares.at(),
          "the shares of " + alias + " add up to " + total + " basis points, and not to 100%");
    }
    return weights;
  }

  /** Returns the version with the largest share, the first in the file of several. */
  static VersionNumber largest(Members members, Map<VersionNumber, Weight> weights) {
    return weights.entrySet().stream()
        .reduce((one, two) -> two.getValue().compareTo(one.getValue()) > 0 ? two : one)
        .orElseThrow(() -> new DocumentException(members.at(), "no version is named here"))
        .getKey();
  }

  private static boolean hasUnit(Scalar share) {
    return share.raw().endsWith("%") || share.raw().endsWith("bp");
  }
}
