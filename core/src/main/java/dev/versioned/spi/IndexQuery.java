package dev.versioned.spi;

import org.jspecify.annotations.Nullable;

/**
 * A query for a page of an index, which sorts the items that have both of its attributes. Several
 * items may have the same sort value; their order among each other is not defined, and a page may
 * end between them.
 *
 * @param index the index
 * @param partition the value of its partition attribute
 * @param after only items with a sort value after this one, such as the last of the previous page;
 *     null for the first page
 * @param limit how many items at most, 1 or more
 */
public record IndexQuery(Index index, String partition, @Nullable String after, int limit) {

  /**
   * The only index that this library reads, over the listed artifacts and, in another partition,
   * the aliases with a rollout under way.
   */
  public static final Index ARTIFACTS = new Index("artifacts", "listed", "artifact");

  /**
   * A sparse index. It contains the items that have both attributes as texts.
   *
   * @param name the index's name
   * @param partition the name of its partition attribute
   * @param sort the name of its sort attribute
   */
  public record Index(String name, String partition, String sort) {}
}
