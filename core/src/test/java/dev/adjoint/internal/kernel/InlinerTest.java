package dev.adjoint.internal.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InlinerTest {

  /** The static methods of our own that a class calls. */
  private static Set<String> calls(byte[] type) {
    return ClassFile.of().parse(type).methods().stream().flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream()).filter(InvokeInstruction.class::isInstance)
        .map(InvokeInstruction.class::cast)
        .filter(call -> call.opcode() == Opcode.INVOKESTATIC)
        .filter(call -> call.owner().asInternalName().startsWith("dev/adjoint/"))
        .map(call -> call.name().stringValue()).collect(Collectors.toSet());
  }

  /** A call that is left makes a long loop several times slower, and no result tells of it. */
  @Test
  void aCopyCallsNothingOfOurs() {
    assertTrue(calls(Inliner.read(DoubleVectorLoops.class)).contains("log1p"), "the loops call functions");
    assertEquals(Set.of(), calls(Inliner.DOUBLES.copy(Inliner.read(DoubleVectorLoops.class))));
    assertEquals(Set.of(), calls(Inliner.FLOATS.copy(Inliner.read(FloatVectorLoops.class))));
  }
}
