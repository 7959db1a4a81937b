package dev.adjoint.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Copies a class with the bodies of static methods of others in place of the calls to them. A loop over vectors is fast only if
 * the compiler inlines all of it; once the loop has grown long, it goes on to inline the methods of the Vector API, but no others.
 * In the copy there are no others. The same steps in the same order: not a bit of any result changes.
 */
final class Inliner {
  /** The methods of {@link DoubleVectorMath} and of {@link FloatVectorMath}, and of what they call. */
  static final Inliner DOUBLES = new Inliner(DoubleVectorMath.class, DoubleVectorPolynomials.class,
      DoubleVectorLogarithm.class);
  static final Inliner FLOATS = new Inliner(FloatVectorMath.class, FloatVectorPolynomials.class,
      FloatVectorLogarithm.class);

  private final Map<Method, CodeModel> bodies;

  private record Method(String owner, String name, String type) {
    static Method of(InvokeInstruction call) {
      return new Method(call.owner().asInternalName(), call.name().stringValue(), call.type().stringValue());
    }
  }

  private Inliner(Class<?>... types) {
    bodies = Arrays.stream(types).flatMap(type -> bodies(type).entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<Method, CodeModel> bodies(Class<?> type) {
    var model = ClassFile.of().parse(read(type));
    var owner = model.thisClass().asInternalName();
    return model.methods().stream().filter(method -> method.flags().has(AccessFlag.STATIC))
        .collect(Collectors.toMap(
            method -> new Method(owner, method.methodName().stringValue(), method.methodType().stringValue()),
            method -> method.code().orElseThrow()));
  }

  /** The bytes of a class. */
  static byte[] read(Class<?> type) {
    try (var in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An instance of a copy of a class. */
  Object copyOf(Class<?> type) {
    return newInstance(read(type));
  }

  /** An instance of a copy of a class that is not loaded. */
  Object newInstance(byte[] type) {
    try {
      var lookup = MethodHandles.lookup().defineHiddenClass(copy(type), true);
      return lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The copy. */
  synchronized byte[] copy(byte[] type) {
    return ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG).transformClass(ClassFile.of().parse(type),
        ClassTransform.transformingMethodBodies(this::copy));
  }

  /** How many methods of the Vector API a function calls, those it calls included. */
  int length(Class<?> owner, String name) {
    var internal = owner.getName().replace('.', '/');
    return bodies.entrySet().stream()
        .filter(body -> body.getKey().owner().equals(internal) && body.getKey().name().equals(name))
        .mapToInt(body -> length(body.getValue())).sum();
  }

  private int length(CodeModel body) {
    return body.elementStream().filter(InvokeInstruction.class::isInstance).map(InvokeInstruction.class::cast)
        .mapToInt(call -> isInlined(call) ? length(bodies.get(Method.of(call))) : 1).sum();
  }

  private boolean isInlined(InvokeInstruction call) {
    return call.opcode() == Opcode.INVOKESTATIC && bodies.containsKey(Method.of(call));
  }

  private void copy(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call && isInlined(call)) {
      put(code, call.typeSymbol().parameterList(), bodies.get(Method.of(call)));
    } else {
      code.with(element);
    }
  }

  /** Writes a body in place of a call: its arguments go from the stack to fresh local variables, its result stays on the stack. */
  private void put(CodeBuilder code, List<ClassDesc> parameters, CodeModel body) {
    int locals = allocate(code, ((CodeAttribute) body).maxLocals());
    storeArguments(code, parameters, locals);
    var labels = new HashMap<Label, Label>();
    var end = code.newLabel();
    for (var element : body) {
      switch (element) {
        case LoadInstruction load -> code.loadLocal(load.typeKind(), locals + load.slot());
        case StoreInstruction store -> code.storeLocal(store.typeKind(), locals + store.slot());
        case IncrementInstruction increment -> code.iinc(locals + increment.slot(), increment.constant());
        case BranchInstruction branch -> code.branch(branch.opcode(), renamed(branch.target(), labels, code));
        case LabelTarget target -> code.labelBinding(renamed(target.label(), labels, code));
        case ReturnInstruction _ -> code.goto_(end);
        case PseudoInstruction _ -> {
          // for debuggers
        }
        default -> copy(code, element);
      }
    }
    code.labelBinding(end);
  }

  private static int allocate(CodeBuilder code, int slots) {
    int first = code.allocateLocal(TypeKind.INT);
    for (int i = 1; i < slots; i++) {
      code.allocateLocal(TypeKind.INT);
    }
    return first;
  }

  private static void storeArguments(CodeBuilder code, List<ClassDesc> types, int first) {
    int slot = first + types.stream().mapToInt(type -> TypeKind.from(type).slotSize()).sum();
    for (var type : types.reversed()) {
      var kind = TypeKind.from(type);
      slot -= kind.slotSize();
      code.storeLocal(kind, slot);
    }
  }

  private static Label renamed(Label label, Map<Label, Label> labels, CodeBuilder code) {
    return labels.computeIfAbsent(label, _ -> code.newLabel());
  }
}
