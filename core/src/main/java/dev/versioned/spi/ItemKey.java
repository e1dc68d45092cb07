package dev.versioned.spi;

/**
 * The primary key of an item. Items of one partition are sorted by their sort keys, in the order of
 * the UTF-8 bytes.
 *
 * @param partition the partition key
 * @param sort the sort key
 */
public record ItemKey(String partition, String sort) {

  /** Returns both keys, for messages. */
  @Override
  public String toString() {
    return partition + " / " + sort;
  }
}
