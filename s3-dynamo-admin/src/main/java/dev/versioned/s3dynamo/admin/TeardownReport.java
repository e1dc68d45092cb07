package dev.versioned.s3dynamo.admin;

import java.util.List;
import java.util.Objects;

/**
 * What {@link S3DynamoTeardown} deleted, or would delete.
 *
 * @param objects how many objects of the repository
 * @param uploads how many incomplete uploads
 * @param items how many items of the repository
 * @param foreign objects and items that this library does not write, which stay; at most the first
 *     1,000
 * @param foreignCount how many there are
 * @param table whether the table itself
 */
public record TeardownReport(
    long objects,
    long uploads,
    long items,
    List<String> foreign,
    long foreignCount,
    boolean table) {
  /**
   * Makes the value; the list is copied.
   *
   * @param objects how many objects
   * @param uploads how many incomplete uploads
   * @param items how many items
   * @param foreign objects and items of others
   * @param foreignCount how many there are
   * @param table whether the table itself
   */
  public TeardownReport {
    foreign = List.copyOf(Objects.requireNonNull(foreign, "foreign"));
  }
}
