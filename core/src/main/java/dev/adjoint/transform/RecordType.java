package dev.adjoint.transform;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.adjoint.internal.Message;

/** A kind of record: reads its components and makes new ones by the canonical constructor. */
final class RecordType {
  private static final ClassValue<RecordType> TYPES = new ClassValue<>() {
    @Override
    protected RecordType computeValue(Class<?> type) {
      return new RecordType(type);
    }
  };

  private final List<String> names;
  private final List<Method> accessors;
  private final Constructor<?> constructor;

  private RecordType(Class<?> type) {
    var components = type.getRecordComponents();
    this.names = Arrays.stream(components).map(RecordComponent::getName).toList();
    this.accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toList();
    try {
      this.constructor = type
          .getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      accessors.forEach(accessor -> accessor.setAccessible(true));
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e); // every record has a canonical constructor
    } catch (InaccessibleObjectException e) {
      throw Message.illegal("structure", "%s is a record of a module that does not open its package: %s",
          type.getName(),
          e.getMessage());
    }
  }

  static RecordType of(Class<? extends Record> type) {
    return TYPES.get(type);
  }

  /** The names of the components. */
  List<String> names() {
    return names;
  }

  /** The components of a record. */
  List<Object> values(Record record) {
    var values = new ArrayList<>();
    for (var accessor : accessors) {
      try {
        values.add(accessor.invoke(record));
      } catch (ReflectiveOperationException e) {
        throw failure(e);
      }
    }
    return values;
  }

  /** A record with these components. */
  Object make(List<Object> values) {
    try {
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw failure(e);
    }
  }

  /** What the user's own code threw comes out as it is. */
  private static RuntimeException failure(ReflectiveOperationException e) {
    if (e instanceof InvocationTargetException && e.getCause() instanceof Error own) {
      throw own;
    }
    if (e instanceof InvocationTargetException && e.getCause() instanceof RuntimeException own) {
      return own;
    }
    return new IllegalArgumentException("structure: " + e.getCause(), e);
  }
}
