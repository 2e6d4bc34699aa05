"""What runs inside the user's kernel; light imports only.

The modules are sent to the kernel as text, because its environment need not have this
package, and may be as old as Python 3.8. They never run the user's code: objects are read
through the descriptors of ``type`` and ``object`` and of libraries known by identity, never
through ``getattr``, ``isinstance``, ``len``, ``repr``, ``==`` or ``hash`` on an object of an
unknown class.
"""
