package dev.versioned.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Without faults, a store that could have some behaves like the store behind it. */
class FaultlessStoresTest {
  private static final ArtifactName NAME = ArtifactName.parse("checkout");
  private static final BlobKey KEY = BlobKey.ofUpload(NAME, "upload", "");

  /** A sample of each parameter and result type. */
  private static final Map<Class<?>, Object> SAMPLES =
      Map.ofEntries(
          Map.entry(String.class, "read checkout:1"),
          Map.entry(long.class, 7L),
          Map.entry(ArtifactName.class, NAME),
          Map.entry(BlobKey.class, KEY),
          Map.entry(BlobHeader.class, new BlobHeader("a/b", "", "attempt")),
          Map.entry(BlobInfo.class, new BlobInfo(KEY, 1, "\"1\"", "attempt", Instant.EPOCH)),
          Map.entry(InputStream.class, InputStream.nullInputStream()),
          Map.entry(UnfinishedWrite.class, new UnfinishedWrite(KEY, "1", 1, Instant.EPOCH)),
          Map.entry(WriteResult.class, new WriteResult.CopyUnsupported()),
          Map.entry(ItemWrite.Result.class, new ItemWrite.Refused(Optional.empty())),
          Map.entry(ItemWrite.TransactionResult.class, new ItemWrite.AllWritten()),
          Map.entry(ItemKey.class, new ItemKey("a", "b")),
          Map.entry(IndexQuery.class, new IndexQuery(IndexQuery.ARTIFACTS, "a", null, 1)),
          Map.entry(Consistency.class, Consistency.STRONG),
          Map.entry(List.class, List.of()),
          Map.entry(Optional.class, Optional.of("the only one")),
          Map.entry(Stream.class, Stream.empty()),
          Map.entry(Page.class, new Page<>(List.of("the only one"), true)),
          Map.entry(Instant.class, Instant.EPOCH));

  /** A call that reached the store, and its result. */
  private record Call(String method, List<Object> arguments, Object answer) {}

  private final List<Call> calls = new ArrayList<>();

  @Test
  void everyCallOfABlobStorePassesAsItIs() throws ReflectiveOperationException {
    everyCallPassesAsItIs(
        BlobStore.class,
        store -> new FaultyBlobStore(store, new FaultInjector(FaultScript.none())));
  }

  @Test
  void everyCallOfAnItemStorePassesAsItIs() throws ReflectiveOperationException {
    everyCallPassesAsItIs(
        ItemStore.class,
        store -> new FaultyItemStore(store, new FaultInjector(FaultScript.none())));
  }

  private <T> void everyCallPassesAsItIs(Class<T> type, UnaryOperator<T> faulty)
      throws ReflectiveOperationException {
    Object behind =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object answer = sample(method.getReturnType());
              calls.add(new Call(method.getName(), list(arguments), answer));
              return answer;
            });
    T store = faulty.apply(type.cast(behind));
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        Object[] arguments =
            Arrays.stream(method.getParameterTypes()).map(FaultlessStoresTest::sample).toArray();
        calls.clear();
        Object answer = method.invoke(store, arguments);
        assertThat(calls)
            .as(method.toString())
            .containsExactly(new Call(method.getName(), list(arguments), answer));
      }
    }
  }

  private static List<Object> list(Object[] arguments) {
    return arguments == null ? List.of() : Arrays.asList(arguments);
  }

  private static Object sample(Class<?> type) {
    return SAMPLES.get(type);
  }
}
