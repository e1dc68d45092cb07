package dev.versioned.s3dynamo;

import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Lists that the SDK fetches lazily, one page at a time, with errors translated. */
final class LazyList {
  private static final int CHARACTERISTICS = Spliterator.ORDERED | Spliterator.NONNULL;

  private LazyList() {}

  /**
   * Creates a stream over one of the SDK's iterators; {@code items} must not make a request yet.
   */
  static <T> Stream<T> of(AwsErrors errors, Call call, Supplier<Iterator<T>> items) {
    return StreamSupport.stream(
        () ->
            Spliterators.spliteratorUnknownSize(
                new Translated<>(errors, call, errors.call(call, items)), CHARACTERISTICS),
        CHARACTERISTICS,
        false);
  }

  private record Translated<T>(AwsErrors errors, Call call, Iterator<T> items)
      implements Iterator<T> {
    @Override
    public boolean hasNext() {
      return errors.call(call, items::hasNext);
    }

    @Override
    public T next() {
      return errors.call(call, items::next);
    }
  }
}
