package dev.versioned.openfeature;

import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.spi.ItemStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Items in memory, behind a connection that can be cut. */
final class BreakableItems {
  private final MemoryItemStore items = new MemoryItemStore();
  private volatile boolean cut;

  void cut() {
    cut = true;
  }

  void mend() {
    cut = false;
  }

  ItemStore store() {
    return (ItemStore)
        Proxy.newProxyInstance(
            ItemStore.class.getClassLoader(),
            new Class<?>[] {ItemStore.class},
            (proxy, method, arguments) -> {
              if (cut) {
                throw BackendException.transientFailure("Cannot read: the connection is cut", null);
              }
              try {
                return method.invoke(items, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
