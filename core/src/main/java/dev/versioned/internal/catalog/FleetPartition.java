package dev.versioned.internal.catalog;

import dev.versioned.fleet.OutcomeCounts;
import dev.versioned.fleet.ProcessReport;
import dev.versioned.fleet.SplitCounts;
import dev.versioned.internal.Log;
import dev.versioned.internal.PlainText;
import dev.versioned.internal.record.FleetShard;
import dev.versioned.internal.record.FleetShard.Sampled;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The reports of followers: an item for each process, which it replaces, and one for each shard.
 * The last write wins; of two reports with counts, the one that was made later, so that no sum of
 * counts becomes smaller.
 */
final class FleetPartition {
  /** Any follower may write a report. */
  private static final int LONGEST_TEXT = 128;

  private final ItemStore items;

  FleetPartition(ItemStore items) {
    this.items = items;
  }

  /**
   * Puts a report.
   *
   * @param number orders the reports of the process
   * @param keptUntil when the store may remove it, if it has counts
   */
  void report(FleetShard.Key shard, ProcessReport report, long number, Instant keptUntil) {
    Condition condition = Schema.known();
    if (report.counts().isPresent()) {
      // rule: late-report-replaces-no-later-one
      condition =
          condition.and(
              Condition.missing(Attributes.REPORT).or(Condition.atMost(Attributes.REPORT, number)));
    }
    items.write(
        "report process of " + shard.artifact() + ":" + shard.alias(),
        new ItemWrite.Put(write(shard, report, number, keptUntil), condition));
  }

  void sample(FleetShard.Key shard, Sampled sampled, Instant expiresAt) {
    items.write(
        "report sampling of " + shard.artifact() + ":" + shard.alias(),
        new ItemWrite.Put(
            keyed(shard)
                .number(Attributes.LEVEL, sampled.level())
                .number(Attributes.REPORTS, sampled.reports())
                .text(Attributes.AT, sampled.countedAt())
                .number(Attributes.EXPIRES_AT, expiresAt.getEpochSecond())
                .item(Keys.sampling(shard)),
            Schema.known()));
  }

  Optional<Sampled> findSampled(FleetShard.Key shard) {
    return items
        .read(
            "read the sampling of " + shard.artifact() + ":" + shard.alias(),
            Keys.sampling(shard),
            Consistency.EVENTUAL)
        .map(FleetPartition::readSampled);
  }

  /** Reads a whole shard; a report that cannot be read is left out. */
  FleetShard read(FleetShard.Key shard, int pageSize, Consistency consistency) {
    Optional<Sampled> sampled = Optional.empty();
    List<ProcessReport> reports = new ArrayList<>();
    int unreadableCounts = 0;
    for (Item item :
        (Iterable<Item>)
            Page.<Item>stream(last -> page(shard, last, pageSize, consistency))::iterator) {
      try {
        if (item.key().equals(Keys.sampling(shard))) {
          sampled = Optional.of(readSampled(item));
        } else {
          ProcessReport report = readReport(shard, item);
          reports.add(report);
          // rule: unreadable-counts-are-counted
          if (hasCounts(item) && report.counts().isEmpty()) {
            unreadableCounts++;
          }
        }
      } catch (UnreadableRecordException e) {
        // Any follower may have written it.
        Log.LIVE.debug("a report is left out", e);
      }
    }
    return new FleetShard(sampled, reports, unreadableCounts);
  }

  private Page<Item> page(
      FleetShard.Key shard, @Nullable Item last, int pageSize, Consistency consistency) {
    return items.query(
        "list the reports of " + shard.artifact() + ":" + shard.alias(),
        new ItemQuery(
            Keys.fleet(shard),
            Keys.ARTIFACT,
            Keys.HIGHEST_ALIAS,
            last == null ? null : last.key().sort(),
            ItemQuery.Order.ASCENDING,
            pageSize),
        consistency);
  }

  private static FieldsWriter keyed(FleetShard.Key shard) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, shard.artifact())
        .text(Attributes.ALIAS, shard.alias());
  }

  private static Item write(
      FleetShard.Key shard, ProcessReport report, long number, Instant keptUntil) {
    Map<String, String> notReady = new TreeMap<>();
    report.notReady().forEach((version, why) -> notReady.put(version.toString(), why));
    FieldsWriter fields =
        keyed(shard)
            .text(Attributes.PROCESS, report.process())
            .number(Attributes.REVISION, report.revision())
            .numbers(Attributes.READY, report.ready().stream().map(VersionNumber::value).toList())
            .texts(Attributes.NOT_READY, notReady)
            .number(Attributes.STALENESS_MILLIS, report.staleness().toMillis())
            .text(Attributes.AT, report.reportedAt())
            .number(Attributes.EXPIRES_AT, report.validUntil().getEpochSecond());
    // Counts outlast the report, and so does the item.
    report
        .counts()
        .ifPresent(
            counts ->
                fields
                    .all(write(counts))
                    .number(Attributes.REPORT, number)
                    .text(Attributes.VALID_UNTIL, report.validUntil())
                    .number(Attributes.EXPIRES_AT, keptUntil.getEpochSecond()));
    if (report.epoch() > 0) {
      fields.number(Attributes.EPOCH, report.epoch());
    }
    return fields.item(Keys.report(shard, report.process()));
  }

  private static FieldsWriter write(SplitCounts counts) {
    Map<String, String> outcomes = new TreeMap<>();
    counts
        .total()
        .forEach(
            (version, total) ->
                outcomes.put(
                    version.toString(),
                    OutcomeText.write(
                        new OutcomeText.Pair(
                            total, counts.step().getOrDefault(version, OutcomeCounts.none())))));
    return new FieldsWriter()
        .texts(Attributes.OUTCOMES, outcomes)
        .number(Attributes.COUNTED_SINCE, counts.since())
        .number(Attributes.WEIGHT, counts.weight().basisPoints());
  }

  private static boolean hasCounts(Item item) {
    return item.attributes().containsKey(Attributes.OUTCOMES);
  }

  /** Reads the counts; those that make no sense are left out, and the report is not. */
  private static Optional<SplitCounts> readCounts(StoredFields fields) {
    if (!fields.has(Attributes.OUTCOMES)) {
      return Optional.empty();
    }
    try {
      TreeMap<VersionNumber, OutcomeCounts> total = new TreeMap<>();
      TreeMap<VersionNumber, OutcomeCounts> step = new TreeMap<>();
      fields
          .textsOrEmpty(Attributes.OUTCOMES)
          .forEach(
              (version, text) -> {
                OutcomeText.Pair pair = OutcomeText.read(text);
                total.put(VersionNumber.parse(version), pair.total());
                step.put(VersionNumber.parse(version), pair.step());
              });
      return Optional.of(
          new SplitCounts(
              fields.revisionFrom(1, Attributes.COUNTED_SINCE),
              Weight.basisPoints(Math.toIntExact(fields.number(Attributes.WEIGHT))),
              total,
              step));
    } catch (RuntimeException e) {
      // Any follower may have written them.
      Log.LIVE.debug("the counts of a report are left out", e);
      return Optional.empty();
    }
  }

  private static Instant validUntil(StoredFields fields) {
    return fields.has(Attributes.VALID_UNTIL)
        ? fields.time(Attributes.VALID_UNTIL)
        : Instant.ofEpochSecond(fields.numberFrom(0, Attributes.EXPIRES_AT));
  }

  static ProcessReport readReport(FleetShard.Key shard, Item item) {
    return Schema.read(
        item,
        fields -> {
          TreeSet<VersionNumber> ready = new TreeSet<>();
          fields.numbersInOrder(Attributes.READY).forEach(n -> ready.add(VersionNumber.of(n)));
          TreeMap<VersionNumber, String> notReady = new TreeMap<>();
          fields
              .textsOrEmpty(Attributes.NOT_READY)
              .forEach(
                  (version, why) ->
                      notReady.put(VersionNumber.parse(version), PlainText.cut(why, LONGEST_TEXT)));
          String process = fields.text(Attributes.PROCESS);
          if (process.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("the name of its process is too long");
          }
          return new ProcessReport(
              process,
              fields.epoch(),
              fields.revisionFrom(1, Attributes.REVISION),
              ready,
              notReady,
              Duration.ofMillis(fields.numberFrom(0, Attributes.STALENESS_MILLIS)),
              fields.time(Attributes.AT),
              validUntil(fields),
              readCounts(fields));
        },
        report -> Keys.report(shard, report.process()));
  }

  private static Sampled readSampled(Item item) {
    return Schema.read(
        item,
        fields ->
            new Sampled(
                (int) Math.min(fields.numberFrom(0, Attributes.LEVEL), Integer.MAX_VALUE),
                fields.numberFrom(0, Attributes.REPORTS),
                fields.time(Attributes.AT)),
        sampled -> item.key());
  }
}
