package dev.versioned.deployment.leak;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kotlin.sequences.Sequence;
import org.jspecify.annotations.Nullable;
import shark.CloseableHeapGraph;
import shark.GcRoot;
import shark.HeapField;
import shark.HeapObject;
import shark.HeapObject.HeapClass;
import shark.HeapObject.HeapInstance;
import shark.HeapObject.HeapObjectArray;
import shark.HeapObject.HeapPrimitiveArray;
import shark.HprofHeapGraph;
import shark.HprofIndex;
import shark.HprofRecord.HeapDumpRecord.ObjectRecord.ClassDumpRecord;
import shark.HprofRecord.HeapDumpRecord.ObjectRecord.ClassDumpRecord.StaticFieldRecord;
import shark.ValueHolder;

/** The objects of a heap dump, and the references between them as the JVM sees them. */
final class Heap implements Closeable {
  private final CloseableHeapGraph graph;
  private final Map<Long, Long> loaders = new HashMap<>();
  private final Map<Long, Layout> layouts = new HashMap<>();

  /** Receives the references of an object. */
  @FunctionalInterface
  interface Visitor {
    void reference(String name, long id, Strength strength);
  }

  private Heap(CloseableHeapGraph graph) {
    this.graph = graph;
    for (HeapClass each : each(graph.getClasses())) {
      loaders.put(each.getObjectId(), each.readRecord().getClassLoaderId());
    }
  }

  static Heap open(Path file) {
    return new Heap(
        HprofHeapGraph.Companion.openHeapGraph(
            file.toFile(), null, HprofIndex.Companion.defaultIndexedGcRootTags()));
  }

  static <E> Iterable<E> each(Sequence<? extends E> sequence) {
    return () -> {
      Iterator<? extends E> iterator = sequence.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return iterator.hasNext();
        }

        @Override
        public E next() {
          return iterator.next();
        }
      };
    };
  }

  /** Returns the number of objects that can have references; their indexes are below it. */
  int size() {
    return graph.getClassCount() + graph.getInstanceCount() + graph.getObjectArrayCount();
  }

  List<GcRoot> roots() {
    return graph.getGcRoots();
  }

  /** Returns an object that can have references, or null. */
  @Nullable HeapObject find(long id) {
    HeapObject found = graph.findObjectByIdOrNull(id);
    return found instanceof HeapPrimitiveArray ? null : found;
  }

  HeapObject at(int index) {
    // Shark refuses index 0, which is a class.
    return index == 0 ? each(graph.getClasses()).iterator().next() : graph.findObjectByIndex(index);
  }

  /** Returns the instances of all classes of a name, without those of subclasses. */
  List<HeapInstance> instancesOf(String type) {
    Set<Long> classes = new HashSet<>();
    for (HeapClass each : each(graph.getClasses())) {
      if (each.getName().equals(type)) {
        classes.add(each.getObjectId());
      }
    }
    List<HeapInstance> instances = new ArrayList<>();
    for (HeapInstance each : each(graph.getInstances())) {
      if (classes.contains(each.getInstanceClassId())) {
        instances.add(each);
      }
    }
    return instances;
  }

  /** Returns the class loader of an object's class, of a class, or of an array's elements. */
  long loader(HeapObject object) {
    long type = object.getObjectId();
    if (object instanceof HeapInstance instance) {
      type = instance.getInstanceClassId();
    } else if (object instanceof HeapObjectArray array) {
      type = array.getArrayClassId();
    }
    return loaders.getOrDefault(type, 0L);
  }

  void references(HeapObject object, Visitor visitor) {
    if (object instanceof HeapInstance instance) {
      layout(instance).references(instance, visitor);
      visitor.reference("class", instance.getInstanceClassId(), Strength.STRONG);
    } else if (object instanceof HeapObjectArray array) {
      long[] elements = array.readRecord().getElementIds();
      for (int i = 0; i < elements.length; i++) {
        visitor.reference("[" + i + "]", elements[i], Strength.STRONG);
      }
    } else if (object instanceof HeapClass type) {
      references(type, visitor);
    }
  }

  private static void references(HeapClass type, Visitor visitor) {
    ClassDumpRecord dump = type.readRecord();
    visitor.reference("superclass", dump.getSuperclassId(), Strength.STRONG);
    visitor.reference("class loader", dump.getClassLoaderId(), Strength.STRONG);
    visitor.reference("signers", dump.getSignersId(), Strength.STRONG);
    visitor.reference("protection domain", dump.getProtectionDomainId(), Strength.STRONG);
    for (StaticFieldRecord field : dump.getStaticFields()) {
      if (field.getValue() instanceof ValueHolder.ReferenceHolder reference) {
        visitor.reference("", reference.getValue(), Strength.STRONG);
      }
    }
  }

  private Layout layout(HeapInstance instance) {
    return layouts.computeIfAbsent(
        instance.getInstanceClassId(),
        type -> Layout.of(instance.getInstanceClass(), graph.getIdentifierByteSize()));
  }

  /** Returns the name of the reference from one object to another; empty if there is none. */
  Optional<String> nameOfReference(HeapObject from, long to) {
    if (from instanceof HeapClass type) {
      for (HeapField field : each(type.readStaticFields())) {
        Long id = field.getValue().getAsNonNullObjectId();
        if (id != null && id == to) {
          return Optional.of("static " + field.getName());
        }
      }
    }
    String[] found = new String[1];
    references(
        from,
        (name, id, strength) -> {
          if (id == to && found[0] == null && strength != Strength.WEAK) {
            found[0] = name;
          }
        });
    return Optional.ofNullable(found[0]);
  }

  static Optional<String> text(HeapInstance instance, String type, String name) {
    HeapField field = instance.readField(type, name);
    return field == null
        ? Optional.empty()
        : Optional.ofNullable(field.getValue().readAsJavaString());
  }

  static String type(HeapObject object) {
    if (object instanceof HeapInstance instance) {
      return instance.getInstanceClassName();
    }
    if (object instanceof HeapObjectArray array) {
      return array.getArrayClassName();
    }
    return object instanceof HeapClass type ? type.getName() : "";
  }

  static boolean is(HeapObject object, String type) {
    return object instanceof HeapInstance instance && instance.instanceOf(type);
  }

  @Override
  public void close() throws IOException {
    graph.close();
  }
}
