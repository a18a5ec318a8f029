import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;

/** Prints what a fresh bean of each class given says of itself, a line for each property: class, name and value. */
public class Defaults {
    public static void main(String[] classes) throws Exception {
        for (String name : classes) {
            Object bean = Class.forName(name).getDeclaredConstructor().newInstance();
            for (PropertyDescriptor property : Introspector.getBeanInfo(bean.getClass()).getPropertyDescriptors()) {
                Method getter = property.getReadMethod();
                if (getter != null && property.getWriteMethod() != null) {
                    try {
                        System.out.println(name + "\t" + property.getName() + "\t" + getter.invoke(bean));
                    } catch (ReflectiveOperationException refused) {
                        // Some are only known of what runs.
                    }
                }
            }
        }
        System.exit(0);
    }
}
