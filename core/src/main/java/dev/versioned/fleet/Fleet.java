package dev.versioned.fleet;

import dev.versioned.model.Alias;
import dev.versioned.model.VersionNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The processes that follow an alias and report it. In a fleet of up to some 16,000 processes all
 * of them report; of a larger one a sample does, and numbers are estimates. A process that ended
 * counts until its last report has expired: three intervals, 3 minutes in a small fleet.
 *
 * @param alias the alias as it is stored
 * @param at when the reports were read
 * @param oneIn how many processes one report stands for, on average; 1 if all processes report
 * @param reports the reports that have not expired, in no particular order
 * @param counts what became of the requests of all processes that count them
 */
public record Fleet(
    Alias alias, Instant at, double oneIn, List<ProcessReport> reports, FleetCounts counts) {

  /**
   * Makes the fleet; the list is copied.
   *
   * @param alias the alias as it is stored
   * @param at when the reports were read
   * @param oneIn how many processes one report stands for, on average
   * @param reports the reports that have not expired
   * @param counts what became of the requests
   */
  public Fleet {
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(at, "at");
    reports = List.copyOf(Objects.requireNonNull(reports, "reports"));
    Objects.requireNonNull(counts, "counts");
  }

  /**
   * Makes a fleet whose processes count no requests.
   *
   * @param alias the alias as it is stored
   * @param at when the reports were read
   * @param oneIn how many processes one report stands for, on average
   * @param reports the reports that have not expired
   */
  public Fleet(Alias alias, Instant at, double oneIn, List<ProcessReport> reports) {
    this(alias, at, oneIn, reports, new FleetCounts(List.of(), 0));
  }

  /**
   * Returns how many processes follow the alias and report it.
   *
   * @return their number
   */
  public Estimate size() {
    return Estimate.ofSample(reports.size(), oneIn);
  }

  /**
   * Returns how many processes route by the alias as it is stored.
   *
   * @return their number
   */
  public Estimate current() {
    return count(report -> !isBehind(report));
  }

  /**
   * Returns the reports of processes that route by an earlier revision.
   *
   * @return the reports, by the names of the processes
   */
  public List<ProcessReport> behind() {
    return having(this::isBehind);
  }

  /**
   * Returns the reports of processes that had not read the alias for some time when they reported.
   *
   * @param longest how long is not too long
   * @return the reports, by the names of the processes
   */
  public List<ProcessReport> stale(Duration longest) {
    Objects.requireNonNull(longest, "longest");
    return having(report -> report.staleness().compareTo(longest) > 0);
  }

  /**
   * Returns the reports of processes that could not prepare a version.
   *
   * @param version the version
   * @return the reports, by the names of the processes
   */
  public List<ProcessReport> notReady(VersionNumber version) {
    Objects.requireNonNull(version, "version");
    return having(report -> report.notReady().containsKey(version));
  }

  /**
   * Returns the reports of processes that have a version ready, or could not prepare it yet.
   *
   * @param version the version
   * @return the reports, by the names of the processes
   */
  public List<ProcessReport> serving(VersionNumber version) {
    Objects.requireNonNull(version, "version");
    return having(
        report -> report.ready().contains(version) || report.notReady().containsKey(version));
  }

  /**
   * Returns how many processes route by each revision.
   *
   * @return the numbers by revision, ascending
   */
  public SortedMap<Long, Estimate> revisions() {
    Map<Long, Long> counts = new TreeMap<>();
    reports.forEach(report -> counts.merge(report.revision(), 1L, Long::sum));
    SortedMap<Long, Estimate> estimates = new TreeMap<>();
    counts.forEach((revision, n) -> estimates.put(revision, Estimate.ofSample(n, oneIn)));
    return Collections.unmodifiableSortedMap(estimates);
  }

  /**
   * Returns the versions that processes could not prepare.
   *
   * @return how many processes, by version
   */
  public SortedMap<VersionNumber, Estimate> notReady() {
    Map<VersionNumber, Long> counts = new TreeMap<>();
    reports.forEach(
        report -> report.notReady().keySet().forEach(v -> counts.merge(v, 1L, Long::sum)));
    SortedMap<VersionNumber, Estimate> estimates = new TreeMap<>();
    counts.forEach((version, n) -> estimates.put(version, Estimate.ofSample(n, oneIn)));
    return Collections.unmodifiableSortedMap(estimates);
  }

  private boolean isBehind(ProcessReport report) {
    return report.epoch() == alias.epoch()
        ? report.revision() < alias.revision()
        : report.epoch() < alias.epoch();
  }

  private Estimate count(Predicate<ProcessReport> which) {
    return Estimate.ofSample(reports.stream().filter(which).count(), oneIn);
  }

  private List<ProcessReport> having(Predicate<ProcessReport> which) {
    List<ProcessReport> found = new ArrayList<>(reports.stream().filter(which).toList());
    found.sort(Comparator.comparing(ProcessReport::process));
    return Collections.unmodifiableList(found);
  }
}
