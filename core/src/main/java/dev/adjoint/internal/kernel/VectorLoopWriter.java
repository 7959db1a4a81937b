package dev.adjoint.internal.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.adjoint.internal.program.Instruction;
import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.UnaryFunction;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

/**
 * Writes a {@link VectorLoop} as the bytecode of
 *
 * <pre>{@code
 * void run(Object[] registers, Object[] values, int start) {
 *   for (int i = 0; i < Block.SIZE; i += LANES) {
 *     var v0 = DoubleVector.fromArray(SPECIES, (double[]) values[0], start + i);  // an operand
 *     var v1 = v0.mul(v0);                                                        // an operation
 *     v1.intoArray((double[]) values[1], start + i);                              // a result
 *   }
 * }
 * }</pre>
 *
 * with all casts and numbers before the loop. The compiler turns it into the vector instructions that it names.
 */
final class VectorLoopWriter {
  private static final ClassDesc NAME = ClassDesc.of(VectorLoopWriter.class.getPackageName(), "WrittenLoop");
  private static final ClassDesc OBJECTS = CD_Object.arrayType();
  private static final ClassDesc SPECIES = desc(VectorSpecies.class);
  private static final ClassDesc VECTOR = desc(Vector.class);
  private static final ClassDesc MASK = desc(VectorMask.class);
  private static final ClassDesc BOOLEANS = CD_boolean.arrayType();
  private static final ClassDesc OPERATORS = desc(VectorOperators.class);
  private static final ClassDesc COMPARISON = desc(VectorOperators.Comparison.class);

  /** They are not among the instructions of the Vector API; a loop over numbers becomes the machine's vector instructions by itself. */
  private static final Set<UnaryFunction> ROUNDING = EnumSet.of(UnaryFunction.FLOOR, UnaryFunction.CEIL,
      UnaryFunction.ROUND, UnaryFunction.TRUNC);
  /** They branch, and are computed one by one. */
  private static final Set<UnaryFunction> SPECIAL = EnumSet.of(UnaryFunction.ERF_INV, UnaryFunction.LGAMMA,
      UnaryFunction.DIGAMMA);
  /** No machine has vector instructions for them. */
  private static final Set<BinaryFunction> REMAINDERS = EnumSet.of(BinaryFunction.FLOOR_DIV, BinaryFunction.MOD);

  // The parameters of run.
  private static final int REGISTERS = 1;
  private static final int VALUES = 2;
  private static final int START = 3;

  private final List<Instruction> operations;
  private final VectorLoop.Operands operands;
  private final boolean isDouble;
  private final ClassDesc vector;
  private final ClassDesc number;
  private final ClassDesc array;
  private final ClassDesc math;
  private final int lanes;

  /** The local variables that hold arrays and vectors. */
  private final Map<Integer, Integer> values = new HashMap<>();
  private final Map<Integer, Integer> registers = new HashMap<>();
  private final Map<Integer, Integer> vectors = new HashMap<>();
  private int index;

  VectorLoopWriter(List<Instruction> operations, VectorLoop.Operands operands) {
    this.operations = operations;
    this.operands = operands;
    this.isDouble = operands.type() == double[].class;
    this.vector = isDouble ? desc(DoubleVector.class) : desc(FloatVector.class);
    this.number = isDouble ? CD_double : CD_float;
    this.array = number.arrayType();
    this.math = isDouble ? desc(DoubleVectorMath.class) : desc(FloatVectorMath.class);
    this.lanes = isDouble ? DoubleVectorMath.LANES : FloatVectorMath.LANES;
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** The method of {@link DoubleVectorMath} and {@link FloatVectorMath} that computes an operation, unless the vectors have one. */
  static Optional<String> function(Instruction operation) {
    return switch (operation) {
      case Instruction.Map map -> switch (map.f()) {
        case NEG, ABS, SQUARE, SQRT, RECIPROCAL, RELU, FLOOR, CEIL, ROUND, TRUNC, ERF_INV, LGAMMA, DIGAMMA ->
          Optional.empty();
        case SIGN, EXP, EXPM1, EXP2, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH,
            ACOSH, ATANH, ERF, ERFC, SIGMOID, SOFTPLUS ->
          Optional.of(map.name());
      };
      case Instruction.Zip zip -> switch (zip.f()) {
        case ADD, SUB, MUL, DIV, MAX, MIN, FLOOR_DIV, MOD -> Optional.empty();
        case POW, HYPOT, ATAN2 -> Optional.of(zip.name());
        case LOG_ADD_EXP -> Optional.of("logAddExp");
        case SIGMOID_CROSS_ENTROPY -> Optional.of("sigmoidCrossEntropy");
      };
      case Instruction.Compare _,Instruction.Select _ -> Optional.empty();
    };
  }

  /** Whether the machine has vector instructions for an operation, or there is a method made of them. */
  static boolean isVectorised(Instruction operation) {
    return switch (operation) {
      case Instruction.Map map -> !ROUNDING.contains(map.f()) && !SPECIAL.contains(map.f());
      case Instruction.Zip zip -> !REMAINDERS.contains(zip.f());
      case Instruction.Compare _,Instruction.Select _ -> true;
    };
  }

  VectorLoop.Body write() {
    byte[] bytes = ClassFile.of().build(NAME, type -> type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
        .withInterfaceSymbols(desc(VectorLoop.Body.class))
        .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0,
            code -> code.aload(0).invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_())
        .withMethodBody("run", MethodTypeDesc.of(CD_void, OBJECTS, OBJECTS, CD_int), ClassFile.ACC_PUBLIC,
            this::writeRun));
    return (VectorLoop.Body) (isDouble ? Inliner.DOUBLES : Inliner.FLOATS).newInstance(bytes);
  }

  private void writeRun(CodeBuilder code) {
    operands.literals().forEach((register, value) -> {
      if (isMask(register)) {
        code.getstatic(math, "SPECIES", SPECIES).loadConstant(value == 0 ? 0 : 1);
        code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, CD_boolean));
      } else {
        broadcast(code, value);
      }
      vectors.put(register, storeLocal(code));
    });
    operands.reads().forEach((register, place) -> unpack(code, VALUES, place, arrayOf(register), values));
    operands.writes().forEach((register, place) -> unpack(code, VALUES, place, arrayOf(register), values));
    operations.forEach(operation -> operation.inputs().stream().filter(this::isInArray)
        .forEach(register -> unpack(code, REGISTERS, register, arrayOf(register), registers)));
    operands.kept().forEach(register -> unpack(code, REGISTERS, register, arrayOf(register), registers));
    index = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(index);
    var top = code.newBoundLabel();
    var end = code.newLabel();
    code.iload(index).loadConstant(Block.SIZE).if_icmpge(end);
    operations.forEach(operation -> write(code, operation));
    operands.writes().forEach((register, place) -> {
      code.aload(vectors.get(register)).aload(values.get(place)).iload(START).iload(index).iadd();
      intoArray(code, register);
    });
    operands.kept().forEach(register -> {
      code.aload(vectors.get(register)).aload(registers.get(register)).iload(index);
      intoArray(code, register);
    });
    code.iinc(index, lanes).goto_(top).labelBinding(end).return_();
  }

  /** Whether an operand comes from the array of its register; some that are computed before they are read count too. */
  private boolean isInArray(int register) {
    return !operands.literals().containsKey(register) && !operands.reads().containsKey(register);
  }

  private ClassDesc arrayOf(int register) {
    return isMask(register) ? BOOLEANS : array;
  }

  private boolean isMask(int register) {
    return operands.masks().contains(register);
  }

  private static void unpack(CodeBuilder code, int arrays, int at, ClassDesc type, Map<Integer, Integer> locals) {
    if (!locals.containsKey(at)) {
      code.aload(arrays).loadConstant(at).aaload().checkcast(type);
      locals.put(at, storeLocal(code));
    }
  }

  private static int storeLocal(CodeBuilder code) {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(local);
    return local;
  }

  private void write(CodeBuilder code, Instruction operation) {
    operation.inputs().forEach(register -> load(code, register));
    switch (operation) {
      case Instruction.Map map -> write(code, map);
      case Instruction.Zip zip -> write(code, zip);
      case Instruction.Compare compare -> {
        push(code, compare.a());
        code.getstatic(OPERATORS, compare.relation().name(), COMPARISON);
        push(code, compare.b());
        code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
      }
      case Instruction.Select select when isMask(select.y()) -> {
        push(code, select.c(), select.a());
        binaryOfMasks(code, "and");
        push(code, select.b(), select.c());
        binaryOfMasks(code, "andNot");
        binaryOfMasks(code, "or");
      }
      case Instruction.Select select -> {
        push(code, select.b(), select.a(), select.c());
        code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
      }
    }
    vectors.put(operation.y(), storeLocal(code));
  }

  private void write(CodeBuilder code, Instruction.Map map) {
    switch (map.f()) {
      case NEG, ABS, SQRT -> {
        push(code, map.x());
        code.invokevirtual(vector, map.name(), MethodTypeDesc.of(vector));
      }
      case SQUARE -> {
        push(code, map.x(), map.x());
        binary(code, "mul");
      }
      case RECIPROCAL -> {
        broadcast(code, 1);
        push(code, map.x());
        binary(code, "div");
      }
      case RELU -> {
        push(code, map.x());
        broadcast(code, 0);
        binary(code, "max");
      }
      case SIGN, EXP, EXPM1, EXP2, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH,
          ACOSH, ATANH, ERF, ERFC, SIGMOID, SOFTPLUS -> {
        push(code, map.x());
        code.invokestatic(math, function(map).orElseThrow(), MethodTypeDesc.of(vector, vector));
      }
      case FLOOR, CEIL, ROUND, TRUNC, ERF_INV, LGAMMA, DIGAMMA -> throw new AssertionError(map + " has no vector form");
    }
  }

  private void write(CodeBuilder code, Instruction.Zip zip) {
    push(code, zip.a(), zip.b());
    switch (zip.f()) {
      case ADD, SUB, MUL, DIV, MAX, MIN -> binary(code, zip.name());
      case POW, HYPOT, ATAN2, LOG_ADD_EXP, SIGMOID_CROSS_ENTROPY ->
        code.invokestatic(math, function(zip).orElseThrow(), MethodTypeDesc.of(vector, vector, vector));
      case FLOOR_DIV, MOD -> throw new AssertionError(zip + " has no vector form");
    }
  }

  private void push(CodeBuilder code, int... inputs) {
    for (int register : inputs) {
      code.aload(vectors.get(register));
    }
  }

  private void broadcast(CodeBuilder code, double value) {
    code.getstatic(math, "SPECIES", SPECIES);
    if (isDouble) {
      code.loadConstant(value);
    } else {
      code.loadConstant((float) value);
    }
    code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, number));
  }

  private void binary(CodeBuilder code, String operation) {
    code.invokevirtual(vector, operation, MethodTypeDesc.of(vector, VECTOR));
  }

  private static void binaryOfMasks(CodeBuilder code, String operation) {
    code.invokevirtual(MASK, operation, MethodTypeDesc.of(MASK, MASK));
  }

  /** Reads the elements of a register at its first use. */
  private void load(CodeBuilder code, int register) {
    if (vectors.containsKey(register)) {
      return;
    }
    var type = isMask(register) ? MASK : vector;
    code.getstatic(math, "SPECIES", SPECIES);
    Integer place = operands.reads().get(register);
    if (place == null) {
      code.aload(registers.get(register)).iload(index);
    } else {
      code.aload(values.get(place)).iload(START).iload(index).iadd();
    }
    code.invokestatic(type, "fromArray", MethodTypeDesc.of(type, SPECIES, arrayOf(register), CD_int));
    vectors.put(register, storeLocal(code));
  }

  private void intoArray(CodeBuilder code, int register) {
    code.invokevirtual(isMask(register) ? MASK : vector, "intoArray",
        MethodTypeDesc.of(CD_void, arrayOf(register), CD_int));
  }
}
