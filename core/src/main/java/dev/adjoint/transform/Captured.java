package dev.adjoint.transform;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import dev.adjoint.internal.Message;

/**
 * The mutable places that a function reads and others may set: an array, a collection or an atomic cell that it captured, the fields of
 * the object in whose method it was written, and whatever is reached from there as {@link JavaValue} says. What never changes is looked
 * at once. Static fields and objects of other libraries are not seen: what is in them is for arguments.
 */
final class Captured {

  /** A place, and where the class comes from that refers to it. */
  private sealed interface Place {
    Optional<ProtectionDomain> from();

    Object value();

    /** An array, a collection or an atomic cell. */
    record Holder(Object value, Optional<ProtectionDomain> from) implements Place {
    }

    /** A field that can be set. */
    record InField(JavaValue.Parts object, Field field) implements Place {
      @Override
      public Optional<ProtectionDomain> from() {
        return Optional.of(object.from());
      }

      @Override
      public Object value() {
        return object.get(field);
      }
    }
  }

  private final List<Place> places = new ArrayList<>();
  private final Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());
  private Optional<Object> source = Optional.empty();

  private Captured() {}

  /** The places that a function reads. */
  static Captured by(Object function) {
    var captured = new Captured();
    captured.add(function, Optional.empty());
    return captured;
  }

  /** Whether nothing that is reached from a value can change. */
  static boolean isConstant(Object value) {
    var captured = new Captured();
    captured.add(value, Optional.empty());
    return captured.places.isEmpty();
  }

  /** What is in them now, to be compared with what was; mostly there are none. */
  List<Contents> contents() {
    return places.isEmpty()
        ? List.of()
        : places.stream().map(place -> Contents.of(place.value(), place.from())).toList();
  }

  /** Whether an object is reached from the function. */
  boolean has(Object object) {
    return met.contains(object) || contents().stream().anyMatch(c -> c.has(object));
  }

  /** A captured object that gives something else whenever it is asked, and which cannot be compared. */
  Optional<Object> source() {
    return source;
  }

  private void add(Object value, Optional<ProtectionDomain> from) {
    switch (JavaValue.of(value, from)) {
      case JavaValue.Closed closed when closed.hidesFunctions() -> throw Message.illegal("compile",
          "%s is made of other functions and hides them, so that what they read cannot be watched; write a lambda that calls "
              + "them, as in x -> g.apply(f.apply(x))%s",
          value.getClass().getName().replaceAll("\\$\\$Lambda.*", ""),
          value.getClass().getModule().isNamed() ? ", or open its package" : "");
      case JavaValue.Nothing _,JavaValue.Constant _,JavaValue.Closed _ -> {
        // stays
      }
      case JavaValue.Elements(var values, var lasting) when lasting && met.add(value) ->
        values.forEach(element -> add(element, from));
      case JavaValue.Elements _,JavaValue.Numbers _ when met.add(value) -> places.add(new Place.Holder(value, from));
      case JavaValue.Parts parts when met.add(value) -> parts.fields().forEach(field -> add(parts, field));
      case JavaValue.Elements _,JavaValue.Numbers _,JavaValue.Parts _ -> {
        // was met before
      }
    }
  }

  private void add(JavaValue.Parts parts, Field field) {
    if (!Modifier.isFinal(field.getModifiers())) {
      places.add(new Place.InField(parts, field));
      return;
    }
    var value = parts.get(field);
    if (parts.object().getClass().isHidden() && (value instanceof RandomGenerator || value instanceof Iterator)) {
      source = Optional.of(value);
    }
    add(value, Optional.of(parts.from()));
  }
}
