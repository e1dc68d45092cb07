package dev.versioned.internal.catalog;

import dev.versioned.fleet.LatencyHistogram;
import dev.versioned.fleet.OutcomeCounts;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Writes the counts of a version as a short text: successes, failures and latencies, since the
 * split and since the present weight. Latencies are the buckets that are not empty, each as its
 * distance from the one before and its count, in groups of 7 bits, in Base64.
 */
final class OutcomeText {
  /** Twelve days of a million requests a second; sums over a fleet do not overflow. */
  static final long MOST = 1L << 40;

  private static final int LONGEST = 2_048;
  private static final int PARTS = 6;
  private static final int BITS = 7;
  private static final int LOW = (1 << BITS) - 1;
  private static final String NONE = "-";

  /**
   * The counts of a version.
   *
   * @param total since the split
   * @param step since the present weight
   */
  record Pair(OutcomeCounts total, OutcomeCounts step) {}

  private OutcomeText() {}

  static String write(Pair counts) {
    return write(counts.total()) + " " + write(counts.step());
  }

  private static String write(OutcomeCounts counts) {
    return counts.successes() + " " + counts.failures() + " " + write(counts.latencies());
  }

  private static String write(LatencyHistogram latencies) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int last = -1;
    for (int i = 0; i < LatencyHistogram.BUCKETS; i++) {
      long count = latencies.counts().get(i);
      if (count > 0) {
        bytes.write(i - last);
        for (long rest = count; ; rest >>>= BITS) {
          if (rest <= LOW) {
            bytes.write((int) rest);
            break;
          }
          bytes.write((int) (rest & LOW) | (LOW + 1));
        }
        last = i;
      }
    }
    return bytes.size() == 0
        ? NONE
        : Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads the text. Any process that reports may have written it.
   *
   * @throws IllegalArgumentException if it is not such a text, or a count is out of range
   */
  static Pair read(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("its counts are too long");
    }
    String[] parts = text.split(" ", PARTS + 1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("its counts have " + parts.length + " parts");
    }
    return new Pair(counts(parts[0], parts[1], parts[2]), counts(parts[3], parts[4], parts[5]));
  }

  private static OutcomeCounts counts(String successes, String failures, String latencies) {
    return new OutcomeCounts(number(successes), number(failures), latencies(latencies));
  }

  private static long number(String text) {
    return inRange(Long.parseLong(text));
  }

  private static long inRange(long count) {
    // rule: count-that-is-read-has-limits
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException("its count " + count + " is out of range");
    }
    return count;
  }

  private static LatencyHistogram latencies(String text) {
    if (text.equals(NONE)) {
      return LatencyHistogram.empty();
    }
    List<Long> counts = new ArrayList<>(LatencyHistogram.empty().counts());
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    int bucket = -1;
    for (int at = 0; at < bytes.length; ) {
      int distance = bytes[at++];
      bucket += distance;
      if (distance < 1 || bucket >= LatencyHistogram.BUCKETS) {
        throw new IllegalArgumentException("its latencies have an unknown bucket");
      }
      long count = 0;
      int shift = 0;
      boolean more = true;
      while (more) {
        if (at == bytes.length || shift > 6 * BITS) {
          throw new IllegalArgumentException("its latencies end within a count");
        }
        count |= (long) (bytes[at] & LOW) << shift;
        shift += BITS;
        more = bytes[at++] < 0;
      }
      counts.set(bucket, inRange(count));
    }
    return new LatencyHistogram(counts);
  }
}
